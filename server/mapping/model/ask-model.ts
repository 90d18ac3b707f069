import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { generateText } from 'ai'
import type { MappingModel } from '../../config.ts'
import { instructions } from './question.ts'
import { ModelFailed } from './types.ts'

/** The far side of the network, as the platform's `fetch`. */
export type Http = typeof fetch

/** The text that the model answers to `prompt`. Throws `ModelFailed`, or what the client throws for an answer it cannot read. */
export type AskModel = (prompt: string, signal: AbortSignal) => Promise<string>

const largestAnswerBytes = 200 * 1024

/**
 * Asks once, without repeating. No `response_format`: servers differ in which of its forms they refuse. No limit of tokens
 * either, for the same reason: time and size limit the answer.
 */
export function makeAskModel({ url, model, key }: MappingModel, http: Http): AskModel {
  const endpoint = createOpenAICompatible({
    name: 'mapping',
    baseURL: url,
    ...(key === undefined ? {} : { apiKey: key }),
    fetch: guarded(http),
  })
  const chat = endpoint.chatModel(model)
  return async (prompt, abortSignal) => {
    const { text } = await generateText({
      model: chat,
      system: instructions,
      prompt,
      temperature: 0,
      maxRetries: 0,
      abortSignal,
    })
    return text
  }
}

/** Follows no redirect, so that the key stays with the configured origin; reads no more than an answer may have, and no error's text. */
function guarded(http: Http): Http {
  return async (input, init) => {
    const response = await http(input, { ...init, redirect: 'manual' }).catch(() => {
      throw new ModelFailed('unreachable')
    })
    if (!response.ok) {
      await response.body?.cancel()
      throw new ModelFailed('status', response.status)
    }
    return new Response(await readLimited(response), { headers: { 'content-type': 'application/json' } })
  }
}

async function readLimited({ body }: Response): Promise<Blob> {
  const chunks: BlobPart[] = []
  let sizeBytes = 0
  try {
    for await (const chunk of body ?? []) {
      sizeBytes += chunk.byteLength
      if (sizeBytes > largestAnswerBytes) throw new ModelFailed('too_large')
      chunks.push(chunk)
    }
  } catch (error) {
    throw error instanceof ModelFailed ? error : new ModelFailed('unreachable')
  }
  return new Blob(chunks)
}
