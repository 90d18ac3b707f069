export interface HostConfig {
  kind: 'settings' | 'panel'
  url: string
  parameters: Record<string, string | undefined>
  clientId: string
  companyId: number
  userId: number
  theme: 'light' | 'dark'
}

/** The browser's script as text. `runHost` uses nothing outside of itself, so its own source is the script. */
export function hostScriptSource(): string {
  return `(${runHost.toString()})(JSON.parse(document.getElementById('config').textContent))`
}

/**
 * The host's side of the app extensions SDK (its published code, 0.15.1): the frame posts
 * `{ id, payload: { type: 'command', command, args } }` or `{ id, payload: { type: 'listener', event } }` with a MessagePort;
 * a command is answered once on that port by `{ data }` or `{ error }`, a listener's port gets `{ data }` at each event.
 * A frame that has not sent `initialize` after ten seconds is taken away.
 */
function runHost(config: HostConfig): void {
  type Fields = Record<string, unknown>
  const giveUpAfterMs = 10_000
  const runtimeId = crypto.randomUUID()
  const listeners = new Map<string, Set<MessagePort>>()
  const stage = element('stage')
  const frame = element('app') as HTMLIFrameElement
  let theme = config.theme
  let modal: { dialog: HTMLDialogElement; close(status: string): void } | undefined

  const commands: Record<string, (args: Fields) => unknown> = {
    initialize: (args) => {
      clearTimeout(giveUp)
      stage.dataset.state = 'ready'
      resize((args.size ?? {}) as Fields)
    },
    resize,
    show_snackbar: showSnackbar,
    show_confirmation: showConfirmation,
    get_signed_token: async () => ({ token: await signedToken() }),
    open_modal: openModal,
    close_modal: () => {
      if (!modal) throw new Error('No modal is open')
      modal.close('closed')
    },
    redirect_to: redirectTo,
    get_metadata: () => ({ windowHeight: window.innerHeight, windowWidth: window.innerWidth }),
    show_floating_window: (args) => announce('visibility', { is_visible: true, context: invokedByCommand(args) }),
    hide_floating_window: (args) => announce('visibility', { is_visible: false, context: invokedByCommand(args) }),
    set_notification: (args) => {
      stage.dataset.notification = String(args.number ?? '')
    },
    set_focus_mode: (args) => {
      stage.dataset.focusMode = String(args)
    },
  }

  const giveUp = setTimeout(takeAway, giveUpAfterMs)

  window.addEventListener('message', (event) => {
    if (event.source !== frame.contentWindow || event.data?.id !== runtimeId) return
    const { type, command, event: name, args } = event.data.payload as Fields
    const port = event.ports[0]
    if (!port) return
    if (type === 'listener') {
      const ports = listeners.get(String(name)) ?? new Set()
      listeners.set(String(name), ports.add(port))
    } else if (type === 'command') {
      answer(port, String(command), args)
    }
  })

  element('theme').addEventListener('click', () => setTheme(theme === 'dark' ? 'light' : 'dark'))
  element('who').addEventListener('change', ({ target }) => {
    const [company, user] = (target as HTMLSelectElement).value.split(':')
    goTo(location.pathname, { company, user })
  })
  setTheme(theme)
  load().catch(takeAway)

  async function load(): Promise<void> {
    const url = new URL(config.url)
    const { companyId, userId } = config
    const all = { ...config.parameters, id: runtimeId, token: await signedToken(), userId, companyId, theme }
    for (const [name, value] of Object.entries(all)) url.searchParams.set(name, String(value))
    frame.src = url.href
  }

  function takeAway(): void {
    stage.dataset.state = 'broken'
    frame.remove()
    one('.broken').hidden = false
  }

  async function answer(port: MessagePort, name: string, args: unknown): Promise<void> {
    try {
      const command = commands[name]
      if (!command) throw new Error(`Unknown command ${name}`)
      port.postMessage({ data: await command((args ?? {}) as Fields) })
    } catch (error) {
      port.postMessage({ error: error instanceof Error ? error.message : String(error) })
    }
  }

  async function signedToken(): Promise<string> {
    const { companyId, userId } = config
    const response = await fetch('/__sandbox/embed-token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ companyId, userId }),
    })
    if (!response.ok) throw new Error('No token')
    return (await response.json()).token
  }

  /** A panel has a fixed width and 100–750 px of height; the settings page has no published limits. */
  function resize({ height }: Fields): void {
    if (typeof height !== 'number') return
    const allowed = config.kind === 'panel' ? Math.min(750, Math.max(100, height)) : height
    frame.style.height = `${allowed}px`
  }

  function announce(name: string, data: Fields): void {
    for (const port of listeners.get(name) ?? []) port.postMessage({ data })
  }

  function invokedByCommand(args: Fields): Fields {
    return { ...((args.context ?? {}) as Fields), invoker: 'command' }
  }

  function setTheme(next: 'light' | 'dark'): void {
    theme = next
    document.documentElement.dataset.theme = next
    element('theme').textContent = next === 'dark' ? 'Light theme' : 'Dark theme'
    announce('user_settings_change', { theme: next })
  }

  function showSnackbar({ message, link }: Fields): void {
    const bar = document.createElement('p')
    bar.className = 'snackbar'
    bar.append(String(message))
    if (link) {
      const { url, label } = link as { url: string; label: string }
      bar.append(' ', Object.assign(document.createElement('a'), { href: url, textContent: label, target: '_blank' }))
    }
    element('snackbars').append(bar)
    setTimeout(() => bar.remove(), 6000)
  }

  async function showConfirmation({ title, description, okText, cancelText, okColor }: Fields): Promise<Fields> {
    const { dialog, closed } = openDialog(String(title), description === undefined ? '' : String(description))
    dialog.append(
      dialogButton(dialog, String(cancelText ?? 'Cancel'), 'cancel', 'secondary'),
      dialogButton(dialog, String(okText ?? 'OK'), 'ok', String(okColor ?? 'negative')),
    )
    return { confirmed: (await closed) === 'ok' }
  }

  async function openModal({ type, action_id, data, prefill }: Fields): Promise<Fields> {
    const { dialog, closed } = openDialog(String(action_id ?? `New ${type}`), JSON.stringify(data ?? prefill ?? {}))
    dialog.append(
      dialogButton(dialog, 'Close', 'closed', 'secondary'),
      dialogButton(dialog, 'Submit', 'submitted', 'primary'),
    )
    if (type === 'custom_modal') modal = { dialog, close: (status) => dialog.close(status) }
    const status = (await closed) === 'submitted' ? 'submitted' : 'closed'
    modal = undefined
    if (type === 'custom_modal') announce('close_custom_modal', {})
    return { status }
  }

  function openDialog(title: string, text: string): { dialog: HTMLDialogElement; closed: Promise<string> } {
    const dialog = document.createElement('dialog')
    dialog.setAttribute('aria-label', title)
    const heading = Object.assign(document.createElement('h2'), { textContent: title })
    dialog.append(heading, Object.assign(document.createElement('p'), { textContent: text }))
    document.body.append(dialog)
    dialog.showModal()
    const closed = new Promise<string>((resolve) => {
      dialog.addEventListener('close', () => {
        dialog.remove()
        resolve(dialog.returnValue)
      })
    })
    return { dialog, closed }
  }

  function dialogButton(dialog: HTMLDialogElement, label: string, value: string, color: string): HTMLButtonElement {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: label })
    button.className = color
    button.addEventListener('click', () => dialog.close(value))
    return button
  }

  function redirectTo({ view, id, context }: Fields): void {
    const entity = { deals: 'deal', contacts: 'person', organizations: 'organization' }[String(view)]
    if (view === 'settings') {
      goTo(`/settings/marketplace/app/${config.clientId}/app-settings`, (context ?? {}) as Fields)
    } else if (entity && id !== undefined) {
      goTo(`/record/${entity}/${id}`, {})
    } else {
      showSnackbar({ message: `The CRM would now show ${view}` })
    }
  }

  function goTo(path: string, parameters: Fields): void {
    const query = new URLSearchParams()
    const all = { company: config.companyId, user: config.userId, theme, ...parameters }
    for (const [name, value] of Object.entries(all)) query.set(name, String(value))
    location.assign(`${path}?${query}`)
  }

  function element(id: string): HTMLElement {
    return one(`#${id}`)
  }

  function one(selector: string): HTMLElement {
    const found = document.querySelector<HTMLElement>(selector)
    if (!found) throw new Error(`The page has no ${selector}`)
    return found
  }
}
