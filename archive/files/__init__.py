"""Pictures and attachments: kept beside the database under the digest of their bytes, never opened."""
