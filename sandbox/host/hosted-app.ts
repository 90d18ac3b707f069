export interface HostUser {
  id: number
  name: string
  isAdmin: boolean
}

export interface HostCompany {
  id: number
  name: string
  users: HostUser[]
}

/** What the host page needs to know of the sandbox and of the app it embeds. */
export interface HostedApp {
  clientId: string
  /** Absolute URLs of the app's iframes, without the parameters that the host adds. */
  settingsUrl: string
  panelUrl: string
  companies: HostCompany[]
}
