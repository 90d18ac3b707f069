/** Codes of the server about the API budget, hours of work, outages and the order of imports. */
export const enBudget = {
  budget: {
    spent: 'Today’s API budget is spent. Pipedrive renews it each day; the import looks every hour whether it has.',
    reserve:
      'Today’s API budget is spent, less the share kept for your other apps. Pipedrive renews it each day; the import looks every hour whether it has.',
    window:
      'The import works only from {{from}} to {{to}} ({{zone}}) and goes on by itself then. To let it go on now, change the hours in the settings of the migration.',
  },
  burst: {
    limit: 'Pipedrive asks us to be slower. The import waits and goes on by itself.',
  },
  request: {
    interrupted: 'The import was stopped before this request was sent. Nothing is lost.',
  },
  settings: {
    empty_window: 'The hours begin and end at {{at}}. Choose two different times, or let imports work at any hour.',
    unknown_zone: 'There is no time zone “{{zone}}”. Choose one from the list.',
  },
  unavailable:
    'Pipedrive has a problem at the moment. The import waits and tries again by itself, at the latest after ten minutes.',
  unreachable:
    'Pipedrive cannot be reached at the moment. The import waits and tries again by itself, at the latest after ten minutes.',
  oauthUnavailable: 'Pipedrive’s sign-in cannot be reached at the moment. The import waits and tries again by itself.',
  anotherIsActive:
    'This migration has an import that is going on or waits its turn. Wait until it is finished, or cancel it.',
}
