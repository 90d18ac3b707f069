const recordId =
  /^(?:\d+|\+?\d[\d ()-]{5,}|(?=.*\d)[0-9a-f]{8,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z]{1,12}(?:[-_:]\d+|\d{3,})|[^\s@]+@[^\s@]+)$/i

/** Whether a key looks like the id of a record (`5a61f87d69d42678a8dc6dd9`, `1017`, `user-5`, an e-mail), not like a name. */
export function isRecordId(key: string): boolean {
  return key.length <= 320 && recordId.test(key)
}
