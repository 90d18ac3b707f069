import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildTestApp, type TestApp } from '../support/build-test-app.ts'

interface Extension {
  type: string
  name: string
  description: string
  iframeUrl: string
  views?: string[]
  initialSize: { height: number; width?: number }
}

interface Manifest {
  name: string
  summary: string
  oauth: { installationUrl: string; callbackUrl: string; uninstall: { method: string; url: string } }
  scopes: { scope: string; reason: string }[]
  appExtensions: Extension[]
}

let test: TestApp
let manifest: Manifest

beforeAll(async () => {
  test = await buildTestApp()
  manifest = JSON.parse(await readFile(new URL('../../manifest.json', import.meta.url), 'utf8'))
})
afterAll(() => test.close())

describe('manifest', () => {
  it('names only addresses that the app answers', () => {
    const { installationUrl, callbackUrl, uninstall } = manifest.oauth
    for (const url of [installationUrl, callbackUrl, ...manifest.appExtensions.map(({ iframeUrl }) => iframeUrl)]) {
      expect([url, test.app.hasRoute({ method: 'GET', url })]).toEqual([url, true])
    }
    expect(uninstall).toEqual({ method: 'DELETE', url: callbackUrl })
    expect(test.app.hasRoute({ method: 'DELETE', url: uninstall.url })).toBe(true)
  })

  it('names the callback that the app tells Pipedrive', async () => {
    const { headers } = await test.app.inject(manifest.oauth.installationUrl)
    const redirectUri = new URL(String(headers.location)).searchParams.get('redirect_uri')
    expect(redirectUri).toBe(`${test.config.publicUrl}${manifest.oauth.callbackUrl}`)
  })

  it('names every page that Pipedrive may frame, and no other', async () => {
    const framed = manifest.appExtensions.map(({ iframeUrl }) => iframeUrl)
    for (const url of [
      '/settings/',
      '/panel/',
      '/oauth/callback',
      '/health',
      '/api/openapi.json',
      '/api/nothing',
      '/nothing',
    ]) {
      const policy = String((await test.app.inject(url)).headers['content-security-policy'])
      expect([url, policy.includes('https://*.pipedrive.com')]).toEqual([url, framed.includes(url)])
    }
  })

  it('asks for each scope once, with a reason, and never for admin', () => {
    const scopes = manifest.scopes.map(({ scope }) => scope)
    expect(new Set(scopes).size).toBe(scopes.length)
    expect(scopes).not.toContain('admin')
    for (const { reason } of manifest.scopes) expect(reason.length).toBeGreaterThan(20)
  })

  it("keeps to Developer Hub's limits and does not look like Pipedrive's own", () => {
    expect(manifest.name).not.toMatch(/pipedrive/i)
    expect(manifest.summary.length).toBeLessThanOrEqual(150)
    for (const { name, description } of manifest.appExtensions) {
      expect(name.length).toBeLessThanOrEqual(30)
      expect(description.length).toBeLessThanOrEqual(150)
    }
    const panels = manifest.appExtensions.filter(({ type }) => type === 'custom-panel')
    const views = panels.flatMap((panel) => panel.views ?? [])
    expect(new Set(views).size).toBe(views.length)
    for (const { initialSize } of panels) {
      expect(initialSize.height).toBeGreaterThanOrEqual(100)
      expect(initialSize.height).toBeLessThanOrEqual(750)
    }
  })
})
