/** Steps of a column, and why one cannot read a value. */
export const enMapping = {
  transform: {
    trim: 'Remove spaces around',
    case: 'Change capital and small letters',
    split: 'Take a part of the text',
    join: 'Join a list into one text',
    namePart: 'Take first name, patronymic or last name',
    phone: 'Write as an international phone number',
    emailCleanUp: 'Clean up the e-mail address',
    domain: 'Take the domain',
    number: 'Read as a number',
    money: 'Read as an amount of money',
    date: 'Read as a date',
    yesNo: 'Read as Yes or No',
    valueMap: 'Replace values',
    constant: 'Always the same value',
    template: 'Put together from several columns',
    jsonPath: 'Take a value out of JSON',
    firstNonEmpty: 'Take the first column that is filled',
    hash: 'Replace by a fingerprint (SHA-256)',
  },
  problem: {
    campaign: { status_unknown: 'a campaign status that nobody decided about' },
    currency: { unknown: 'no currency code' },
    date: {
      invalid: 'no date',
      two_digit_year: 'a year of two digits, whose century is not clear',
    },
    domain: { none: 'no domain in it' },
    email: {
      malformed: 'no valid e-mail address',
      placeholder: 'a placeholder of Altcraft, no e-mail address',
    },
    json: {
      none: 'no JSON list or object',
      path_wrong: 'the path of the step is not valid',
    },
    name: { unclear: 'no name of a person' },
    number: { invalid: 'no number, or more decimals than the currency has' },
    option: { unknown: 'none of the values that were decided' },
    phone: {
      invalid: 'no valid phone number',
      rounded: 'a phone number whose last digits a spreadsheet threw away',
    },
    price: { invalid: 'no price that can be read' },
    time: { invalid: 'no time of day' },
    value: {
      structured: 'a list or an object where a single value is needed',
      too_long: 'longer than Pipedrive’s longest field',
    },
    yes_no: { unclear: 'neither yes nor no' },
  },
}
