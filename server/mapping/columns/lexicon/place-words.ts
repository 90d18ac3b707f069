/** Companies, places and addresses. */
export const placeWords = `
company: workspace tenant where_do_you_work work_at works_at vendor_company agency studio company companies organization organisation organizations org employer business firm workplace legal_entity corp corporate enterprise institution counterparty company_name contractor
  | агентство работаете где_работаете компания компании организация организации орг фирма фирмы предприятие работодатель юрлицо юр_лицо юридическое_лицо контрагент контрагента место_работы учреждение
domain: domain domains hostname host | домен домена хост
site: website site web url homepage web_site webpage link www | сайт сайта веб веб_сайт ссылка ссылки урл вебсайт
industry: industry sector vertical branch_of_industry field_of_business line_of_business | отрасль отрасли сфера сфера_деятельности вид_деятельности род_деятельности направление_деятельности деятельности деятельность занимается индустрия оквэд
employees: staff_count fte employees employee headcount staff team_size company_size number_of_employees workforce
  | сотр размер_штата сотрудников сотрудники штат численность персонал размер_компании колво_сотрудников
revenue_annual: annual_revenue yearly_revenue turnover annual_turnover annual_sales | годовая_выручка годовой_оборот выручка_за_год оборот_за_год оборот_компании оборот
tax: unp bin abn gst crn company_number inn tax vat tin ein tax_id vat_id vat_number taxpayer fiscal registration_number tax_number | бин едрпоу инн унп налоговый
address: address_line addr_line street_line lives living address addresses addr street postal_address residence location_address house apartment building street_address mailing_address | проживания проживает прожив адрес_проживания адрес адреса адр улица ул дом квартира кв корпус место_жительства прописка
postal: post_index postal index postcode zip zipcode zip_code post_code postal_code pincode plz | индекс почтовый_индекс почт_индекс п_индекс инд
city: city town locality municipality home_city city_name | город города гор г населенный_пункт нас_пункт нп
region: region province county oblast area district territory state_province federal_subject state | регион региона область области обл край района район республика субъект_рф
country: country countries nation country_code | страна страны государство
registry: kpp ogrn okved okpo registry | кпп огрн огрнип оквэд_код окпо
legal: legal juridical registered | юридический юридического юр юрид
delivery_place: postage carriage delivery shipping ship_to shipping_method dispatch shipment freight courier_service | доставка доставки дост доставке отправка отгрузка отгрузки пересылка
billing: billing bill_to invoice | счет счета счет_фактура инвойс платежный
warehouse: warehouse store shop outlet branch pos location salon | магазин магазина склад склада филиал филиала точка_продаж точка_выдачи салон торговая_точка пвз офис
location: geo geolocation coordinates place | место местоположение геолокация
`
