/** The tokens of one installation, as the destination needs them (server/auth keeps them). */
export interface AccessTokens {
  current(): Promise<AccessToken>
  /** Another token than `stale`, which Pipedrive refused. However many ask, it is renewed once. */
  refreshed(stale: string): Promise<AccessToken>
}

export interface AccessToken {
  accessToken: string
  /** Origin of the company's API, without a trailing slash. */
  apiDomain: string
}
