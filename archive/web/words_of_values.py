"""The words for values that the archive holds: states, kinds, fields."""

VALUES = {
    "state_live": ("live", "在线"),
    "state_missing": ("missing", "暂缺"),
    "state_gone": ("gone", "已撤下"),
    "state_forgotten": ("forgotten", "已删除"),
    "kind_edited": ("edited", "修改"),
    "kind_missing": ("missing", "暂缺"),
    "kind_gone": ("gone", "撤下"),
    "kind_back": ("back", "恢复"),
    "run_running": ("running", "进行中"),
    "run_complete": ("complete", "完成"),
    "run_partial": ("partial", "部分完成"),
    "run_failed": ("failed", "失败"),
    "run_interrupted": ("interrupted", "中断"),
    "run_crashed": ("crashed", "崩溃"),
    "run_never": ("never", "从未"),
}
