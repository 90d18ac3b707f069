/** What the app was granted: everything it needs, `admin` not among it. */
export const grantedScopes = [
  'base',
  'contacts:full',
  'deals:full',
  'activities:full',
  'products:full',
  'leads:full',
  'users:read',
  'search:read',
  'contact-fields:full',
  'deal-fields:full',
]
