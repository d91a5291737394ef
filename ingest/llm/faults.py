"""Why a window of text was not read by the model: a closed list, each told in both languages."""

from __future__ import annotations

from typing import Literal

from plangraph.ontology.records import bilingual

Kind = Literal[
    "unreachable", "time-out", "broken-off", "too-long", "redirect", "busy", "failed", "denied", "refused", "not-found",
    "certificate", "not-json", "cut-off", "empty", "spent", "given-up", "lost", "key",
]  # fmt: skip

HOPELESS: frozenset[Kind] = frozenset(
    ["unreachable", "certificate", "redirect", "denied", "refused", "not-found", "key"]
)
"""What asking again for the same report would not mend."""
TRANSIENT: frozenset[Kind] = frozenset(["unreachable", "broken-off", "busy", "failed"])
"""What asking again may mend."""

TOLD: dict[Kind, str] = {
    "unreachable": bilingual("连不上模型的服务。", "The model's server cannot be reached."),
    "certificate": bilingual(
        "模型服务的证书不可信，没有发送。", "The server's certificate is not to be trusted; nothing was sent."
    ),
    "time-out": bilingual(
        "模型没有按时答完；可用 --llm-timeout 放宽。", "The model did not answer in time; --llm-timeout allows more."
    ),
    "broken-off": bilingual("模型的回答中途断开。", "The model's answer broke off."),
    "too-long": bilingual(
        "模型的回答没完没了，没有读完。", "The model's answer went on and on and was not read to its end."
    ),
    "redirect": bilingual("服务转向别的地址，没有跟去。", "The server redirects elsewhere, which is not followed."),
    "busy": bilingual("服务太忙（429），几次都没有答。", "The server is too busy (429), several times over."),
    "failed": bilingual("服务出错（5xx），几次都没有答。", "The server failed (5xx), several times over."),
    "denied": bilingual(
        "服务不允许（401 或 403）：检查密钥。", "The server does not allow it (401 or 403): check the key."
    ),
    "refused": bilingual("服务不接受这个请求（4xx）。", "The server does not accept the request (4xx)."),
    "not-found": bilingual("服务没有这个地址或模型（404）。", "The server has no such address or model (404)."),
    "not-json": bilingual("模型没有按格式回答。", "The model did not answer in the form that was asked for."),
    "cut-off": bilingual("模型的回答超过长度，被截断。", "The model's answer grew too long and was cut off."),
    "empty": bilingual("模型没有回答。", "The model gave no answer."),
    "spent": bilingual("这份报告的时间用完，没有再问。", "The time for this report was spent; it was not asked."),
    "given-up": bilingual(
        "前面几段都没有答好，没有再问。", "After several windows without an answer it was not asked."
    ),
    "lost": bilingual(
        "读取进程中止，改用规则重读。", "The reading process ended; the report was read without the model."
    ),
    "key": bilingual("密钥含有不该有的字符，没有发送。", "The key has characters that no key has; nothing was sent."),
}


class ReaderFault(Exception):  # noqa: N818 - a fault of the model or its server, not of ours
    """A window could not be read by the model."""

    def __init__(self, kind: Kind, wait: float = 0.0) -> None:
        super().__init__(kind)
        self.kind: Kind = kind
        self.wait = wait
        """Seconds that the server asks to wait, 0 if it does not say."""
