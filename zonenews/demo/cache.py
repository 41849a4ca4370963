"""Keeps made pages in memory, the least used ones leaving first."""

from collections import OrderedDict

from zonenews.demo.answer import Answer


class PageCache:
    """Answers by path, up to about so many bytes."""

    def __init__(self, limit: int = 192 * 2**20) -> None:
        self._limit = limit
        self._size = 0
        self._answers: OrderedDict[str, Answer] = OrderedDict()

    def get(self, path: str) -> Answer | None:
        """The answer kept for this path."""
        answer = self._answers.get(path)
        if answer is not None:
            self._answers.move_to_end(path)
        return answer

    def put(self, path: str, answer: Answer) -> None:
        """Keeps an answer, and drops others where there is no room."""
        self._answers[path] = answer
        self._size += _cost(answer)
        while self._size > self._limit:
            _, dropped = self._answers.popitem(last=False)
            self._size -= _cost(dropped)

    def clear(self) -> None:
        """Drops everything."""
        self._answers.clear()
        self._size = 0


def _cost(answer: Answer) -> int:
    """About what an answer takes: its body, and its gzipped form, which is made when it is first asked for."""
    return len(answer.body) * 4 // 3
