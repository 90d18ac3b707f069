/** Where people live. Postal codes start with zeros where they really do. */
export interface Place {
  city: string
  region: string
  country: string
  countryRu: string
  postalCodes: readonly string[]
  timezone: string
}

export const russianPlaces: readonly Place[] = [
  place('Москва', 'Москва', ['101000', '115280', '125009'], 'Europe/Moscow'),
  place('Санкт-Петербург', 'Санкт-Петербург', ['190000', '191186', '199034'], 'Europe/Moscow'),
  place('Рязань', 'Рязанская область', ['390000', '390013'], 'Europe/Moscow'),
  place('Казань', 'Республика Татарстан', ['420015', '420111'], 'Europe/Moscow'),
  place('Екатеринбург', 'Свердловская область', ['620014', '620075'], 'Asia/Yekaterinburg'),
  place('Новосибирск', 'Новосибирская область', ['630007', '630099'], 'Asia/Novosibirsk'),
  place('Владивосток', 'Приморский край', ['690003', '690091'], 'Asia/Vladivostok'),
  place('Калининград', 'Калининградская область', ['236006', '236040'], 'Europe/Kaliningrad'),
  place('Ростов-на-Дону', 'Ростовская область', ['344002', '344082'], 'Europe/Moscow'),
]

export const otherPlaces: readonly Place[] = [
  foreign('Dresden', 'Sachsen', 'Germany', 'Германия', ['01067', '01309'], 'Europe/Berlin'),
  foreign('Leipzig', 'Sachsen', 'Germany', 'Германия', ['04109', '04277'], 'Europe/Berlin'),
  foreign('Berlin', 'Berlin', 'Germany', 'Германия', ['10115', '12047'], 'Europe/Berlin'),
  foreign('London', 'Greater London', 'United Kingdom', 'Великобритания', ['EC1A 1BB', 'SW1A 2AA'], 'Europe/London'),
  foreign('Boston', 'Massachusetts', 'United States', 'США', ['02108', '02215'], 'America/New_York'),
]

function place(city: string, region: string, postalCodes: string[], timezone: string): Place {
  return { city, region, country: 'Russian Federation', countryRu: 'Россия', postalCodes, timezone }
}

function foreign(
  city: string,
  region: string,
  country: string,
  countryRu: string,
  postalCodes: string[],
  timezone: string,
): Place {
  return { city, region, country, countryRu, postalCodes, timezone }
}
