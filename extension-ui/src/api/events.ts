export type ServerEvent = { type: 'event'; name: string; data: string } | { type: 'heartbeat' }

/** Reads a `text/event-stream` body: events, and a heartbeat for each comment. Ends when the stream ends. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      text = (text + decoder.decode(value, { stream: true })).replaceAll('\r\n', '\n')
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) yield toEvent(block)
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function toEvent(block: string): ServerEvent {
  const lines = block.split('\n')
  const data = fieldsOf(lines, 'data')
  if (data.length === 0) return { type: 'heartbeat' }
  return { type: 'event', name: fieldsOf(lines, 'event')[0] ?? 'message', data: data.join('\n') }
}

function fieldsOf(lines: string[], name: string): string[] {
  return lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trimStart())
}
