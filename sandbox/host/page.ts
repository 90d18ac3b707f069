import type { HostConfig } from './host-script.ts'
import type { HostCompany, HostedApp, HostUser } from './hosted-app.ts'

export interface HostedFrame {
  kind: 'settings' | 'panel'
  /** Heading of the page around the frame. */
  title: string
  /** The app's iframe. */
  url: string
  /** Parameters that this place adds to those that every frame gets. */
  parameters: Record<string, string | undefined>
}

export interface HostPageView {
  hosted: HostedApp
  company: HostCompany
  user: HostUser
  theme: 'light' | 'dark'
  frame: HostedFrame
}

/** The page as HTML; everything that moves in it is in host-script.ts. */
export function hostPage({ hosted, company, user, theme, frame }: HostPageView): string {
  const config: HostConfig = {
    kind: frame.kind,
    url: frame.url,
    parameters: frame.parameters,
    clientId: hosted.clientId,
    companyId: company.id,
    userId: user.id,
    theme,
  }
  return `<!doctype html>
<html lang="en" data-theme="${theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(frame.title)} – sandbox CRM</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/__sandbox/host/host.css">
</head>
<body class="host host-${frame.kind}">
<header class="bar">
<span class="mark" aria-hidden="true"></span><strong>Sandbox CRM</strong>
<label>Signed in as <select id="who">${hosted.companies.map((each) => options(each, company, user)).join('')}</select></label>
<button type="button" id="theme"></button>
</header>
<main>
${frame.kind === 'panel' ? recordSummary(frame.title) : '<p class="crumbs">Settings › Marketplace apps › Altcraft Importer</p>'}
<section class="frame" aria-label="${escapeHtml(frame.title)}">
<h1>${escapeHtml(frame.title)}</h1>
<div class="stage" id="stage" data-state="loading">
<p class="loading">Loading…</p>
<p class="broken" role="alert" hidden>Something went wrong</p>
<iframe id="app" title="Altcraft Importer"></iframe>
</div>
</section>
</main>
<div id="snackbars" role="status" aria-live="polite"></div>
<script type="application/json" id="config">${JSON.stringify(config).replaceAll('<', '\\u003c')}</script>
<script src="/__sandbox/host/host.js"></script>
</body>
</html>
`
}

function options(each: HostCompany, company: HostCompany, user: HostUser): string {
  const users = each.users.map((one) => {
    const selected = each.id === company.id && one.id === user.id ? ' selected' : ''
    const label = `${one.name}${one.isAdmin ? ' (admin)' : ''}`
    return `<option value="${each.id}:${one.id}"${selected}>${escapeHtml(label)}</option>`
  })
  return `<optgroup label="${escapeHtml(each.name)}">${users.join('')}</optgroup>`
}

function recordSummary(title: string): string {
  return `<article class="record"><h2>${escapeHtml(title)}</h2><p>A record's page; the app's panel is beside it.</p></article>`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
