import sdkModule from '@pipedrive/app-extensions-sdk'
import { within } from './within.ts'

const { default: AppExtensionsSDK, Color, Command, Event } = sdkModule

export type Theme = 'light' | 'dark'

export interface Confirmation {
  title: string
  description: string
  okText: string
  cancelText: string
}

/** What the page around our frame does for us. */
export interface Host {
  theme: Theme
  onTheme(listener: (theme: Theme) => void): void
  /** The token that came with the frame's address, if any; how long it lives is not published. */
  firstToken: string | undefined
  /** A signed token that lives five minutes. */
  freshToken(): Promise<string>
  resize(height: number): void
  notify(message: string): void
  confirm(confirmation: Confirmation): Promise<boolean>
}

/** Nobody embeds this page, or who embeds it does not answer. */
export class NoHost extends Error {}

/**
 * Connects to Pipedrive through the app extensions SDK. Pipedrive shows the frame only if this succeeds within ten seconds
 * of loading; the SDK itself waits for ever. Throws `NoHost` after `timeoutMs`, at once when the page is not in a frame.
 */
export async function connectHost(timeoutMs: number): Promise<Host> {
  const parameters = new URLSearchParams(window.location.search)
  if (window.parent === window || !parameters.has('id')) throw new NoHost()
  const sdk = new AppExtensionsSDK()
  await within(timeoutMs, sdk.initialize({ size: { height: 600 } }), () => new NoHost())
  return {
    theme: sdk.userSettings.theme,
    onTheme: (listener) => {
      sdk.listen(Event.USER_SETTINGS_CHANGE, ({ data }) => data && listener(data.theme))
    },
    firstToken: parameters.get('token') ?? undefined,
    freshToken: async () => {
      const { token } = await within(timeoutMs, sdk.execute(Command.GET_SIGNED_TOKEN), () => new NoHost())
      return token
    },
    resize: (height) => settleQuietly(sdk.execute(Command.RESIZE, { height })),
    notify: (message) => settleQuietly(sdk.execute(Command.SHOW_SNACKBAR, { message })),
    confirm: async (confirmation) => {
      const { confirmed } = await sdk.execute(Command.SHOW_CONFIRMATION, { ...confirmation, okColor: Color.NEGATIVE })
      return confirmed
    },
  }
}

/** A host that cannot resize or show a snackbar takes nothing from what the page does. */
function settleQuietly(answer: Promise<unknown>): void {
  answer.catch(() => undefined)
}
