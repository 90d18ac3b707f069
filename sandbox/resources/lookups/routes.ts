/** Small lists of v1 that a company comes with: currencies and activity types. */
import { ok, scopeMissing } from '../../api/answer.ts'
import type { Handler, Routes } from '../../api/call.ts'
import { Query } from '../../api/query.ts'
import { activityTypes } from './activity-types.ts'

const needsAdmin: Handler = () => {
  throw scopeMissing()
}

export const lookupRoutes = (): Routes => ({
  'GET /api/v1/currencies': ({ company, query: values }) => {
    const term = new Query(values, ['term']).text('term')?.toLowerCase() ?? ''
    const currencies = company.currencies.filter((one) => `${one.code} ${one.name}`.toLowerCase().includes(term))
    return ok(
      currencies.map(({ id, code, name, decimals, symbol }) => ({
        id,
        code,
        name,
        decimal_points: decimals,
        symbol,
        active_flag: true,
        is_custom_flag: false,
      })),
    )
  },
  'GET /api/v1/activityTypes': () => ok(activityTypes),
  'POST /api/v1/activityTypes': needsAdmin,
  'PUT /api/v1/activityTypes/:id': needsAdmin,
  'DELETE /api/v1/activityTypes/:id': needsAdmin,
})
