"""An optional reader: a language model behind an OpenAI-compatible address proposes, the pipeline grounds.

Nothing imports this package unless the user asks for it. How it works and what it costs: `docs/llm-reader.md`.
"""
