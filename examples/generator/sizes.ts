/** How many rows each file of the account has. */
export interface Sizes {
  /** Rows of the three profile files together. */
  profiles: number
  firstPart: number
  secondPart: number
  clientsRu: number
  companies: number
  orders: number
  ordersRecent: number
  /** Offers of the YML catalogue. */
  offers: number
  /** Products of the JSON file; each brings its SKUs. */
  products: number
  campaigns: number
}

export const defaultRecords = 1400
export const defaultSeed = 20261001
export const smallestAccount = 10

/**
 * Everything grows in proportion to the profiles. Products and campaigns stop growing at 20 and 10 times the bundled
 * account: no shop of a million customers has fifty thousand campaigns.
 */
export function sizesFor(records: number): Sizes {
  const secondPart = Math.round(records * 0.04)
  const clientsRu = Math.round(records * 0.34)
  const allOrders = Math.round(records * 0.72)
  const ordersRecent = Math.round(allOrders * 0.26)
  const factor = Math.max(1, records / defaultRecords)
  return {
    profiles: records,
    firstPart: records - secondPart - clientsRu,
    secondPart,
    clientsRu,
    companies: Math.max(30, Math.round(records / 10)),
    orders: allOrders - ordersRecent,
    ordersRecent,
    offers: Math.round(52 * Math.min(factor, 20)),
    products: Math.round(28 * Math.min(factor, 20)),
    campaigns: Math.round(18 * Math.min(factor, 10)),
  }
}
