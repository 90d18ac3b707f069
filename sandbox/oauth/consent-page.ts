export interface Account {
  companyId: number
  companyName: string
  userId: number
  userName: string
}

const toHtml = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)

/** Asks which user consents; posts `account` (company:user) and `decision` back with the request's own parameters. */
export function consentPage(
  request: Record<string, string>,
  scopes: string[],
  accounts: Account[],
  chosen: string,
): string {
  const hidden = Object.entries(request).map(
    ([name, value]) => `<input type="hidden" name="${toHtml(name)}" value="${toHtml(value)}">`,
  )
  const options = accounts.map(({ companyId, companyName, userId, userName }) => {
    const value = `${companyId}:${userId}`
    const selected = value === chosen ? ' selected' : ''
    return `<option value="${value}"${selected}>${toHtml(userName)}, ${toHtml(companyName)}</option>`
  })
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Allow access</title><meta name="viewport" content="width=device-width">
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}
label,select,button{display:block;margin:.5rem 0}select{width:100%;font:inherit;padding:.4rem}
button{display:inline-block;font:inherit;padding:.5rem 1.5rem;margin-right:1rem}</style></head>
<body><h1>Allow access to your data?</h1>
<p>The app <b>${toHtml(request.client_id ?? '')}</b> asks for:</p>
<ul>${scopes.map((scope) => `<li>${toHtml(scope)}</li>`).join('')}</ul>
<form method="post" action="/oauth/authorize">
${hidden.join('\n')}
<label for="account">As</label>
<select id="account" name="account">${options.join('')}</select>
<button name="decision" value="approve">Approve</button>
<button name="decision" value="refuse">Refuse</button>
</form></body></html>`
}

export const errorPage = (message: string) =>
  `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Error</title></head><body><h1>${toHtml(message)}</h1></body></html>`
