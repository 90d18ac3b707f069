import { enColumns } from './en-columns.ts'

/** Why an answer, the outcome of a value or (`mapping`) the place of a column is proposed: codes of the server. */
export const enWhy = {
  mapping: {
    ...enColumns,
    day_first_values: 'the day comes first, as only that fits all values (first part over 12: {{count}})',
    month_first_values: 'the month comes first, as only that fits all values (second part over 12: {{count}})',
    day_first_dots: 'the day comes first, as dates are written with dots',
    day_first_file: 'the day comes first, as in the other columns of the file',
    month_first_file: 'the month comes first, as in the other columns of the file',
    decimal_comma_values: 'a comma stands before decimals, as other values of the column say',
    decimal_point_values: 'a point stands before decimals, as other values of the column say',
    decimal_comma_money: 'a comma stands before decimals, as amounts of money have no three of them',
    decimal_point_money: 'a point stands before decimals, as amounts of money have no three of them',
    decimal_comma_file: 'a comma stands before decimals, as in the other columns of the file',
    decimal_point_file: 'a point stands before decimals, as in the other columns of the file',
    money_product_hundredfold:
      'in hundredths: prices in the lines that are about 100 times the price of the same product: {{found}} of {{prices}}',
    money_product_same: 'in whole units: prices in the lines that are those of the products: {{found}} of {{prices}}',
    money_prices_hundredfold:
      'in hundredths: different prices in the lines that are exactly 100 times a price of the products: {{found}} of {{prices}}',
    money_prices_same:
      'in whole units: different prices in the lines that are prices of the products: {{found}} of {{prices}}',
  },
  text: '{{text}}',
  kind: 'Little in the file says so. If it is something else, choose what it is in the list of files.',
  birth_date_zone:
    'Full hours after noon UTC: {{late}} of {{samples}} samples. {{percent}} % of these are midnight in {{zone}}.',
  campaign_generation: 'The columns fit both generations of Altcraft. Newer ones call the bundle a campaign.',
  date_order_both:
    'Some values can only have the day first ({{dayFirst}}), others only the month ({{monthFirst}}). Those that do not fit the answer will be told.',
  date_order_unclear: 'No value is over 12 in either place. Most countries write the day first.',
  decimal_mark_comma:
    'Every such value has three digits behind its mark: thousands or decimals. In Russian a comma stands before decimals.',
  decimal_mark_point:
    'Every such value has three digits behind its mark: thousands or decimals. In English a point stands before decimals.',
  money_product_hundredfold:
    'Prices in the lines that are about 100 times the price of the same product: {{found}} of {{prices}}.',
  money_product_same: 'Prices in the lines that are those of the products: {{found}} of {{prices}}.',
  money_prices_hundredfold:
    'Different prices in the lines that are exactly 100 times a price of the products: {{found}} of {{prices}}.',
  money_prices_same: 'Different prices in the lines that are prices of the products: {{found}} of {{prices}}.',
  money_middle_line_hundredfold:
    'No amount has decimals, and the middle price of the lines is about 100 times the middle price of the products.',
  money_middle_total_hundredfold:
    'No amount has decimals, and the middle total of the orders is about 100 times the middle price of the products.',
  money_middle_line_same: 'The middle price of the lines is of the size of the products’ prices.',
  money_middle_total_same: 'The middle total of the orders is of the size of the products’ prices.',
  money_no_decimals_lines: 'No amount has decimals, and Altcraft’s API writes orders in hundredths.',
  money_no_decimals: 'No amount has decimals, and nothing else tells. In tables, whole units are commoner.',
  phone_region_russian: 'Most numbers without a country code have the Russian form 8XXXXXXXXXX.',
  phone_region_no_country:
    'Time zone and currency of the account do not name one country. Samples that exist in {{best}}: {{fitting}} of {{samples}}.',
  phone_region_elsewhere:
    'Most of these numbers do not exist in {{region}}, which time zone and currency of the account name. Samples that exist in {{best}}: {{fitting}} of {{samples}}.',
  segment_name: 'The file holds members only. Its own name is all that names the segment.',
  short_years: 'A spreadsheet showed the years of {{columns}} with two digits; its own rule says which they were.',
  sex_codes_01: 'One of Altcraft’s guides has 0 for male and 1 for female, but sources differ.',
  sex_codes_12: 'A known production import and ISO/IEC 5218 have 1 for male and 2 for female, but sources differ.',
  sex_codes_words: 'These values are no known words for a gender.',
  stages:
    'No pipeline has a stage named “{{stage}}”. An admin can create it in Pipedrive’s pipeline settings; or choose another stage.',
  stage_of_status: 'The stage of all deals that are won, lost or open as this status is.',
  status_codes_0: 'Altcraft’s examples write 0 for profiles that are subscribed. Its table of codes is not published.',
  status_codes_unknown: 'None of these values is a status that Altcraft documents.',
  fields_without_place_one:
    'Your Pipedrive plan has no room for {{count, number}} field, nor for a long text field that could take its values.',
  fields_without_place_other:
    'Your Pipedrive plan has no room for {{count, number}} fields, nor for a long text field that could take their values.',
  suppression_list_one:
    'Its {{count, number}} row goes to the handoff, and no person is marked because of it. Load the list into every tool that sends before anyone sends.',
  suppression_list_other:
    'Its {{count, number}} rows go to the handoff, and no person is marked because of them. Load the list into every tool that sends before anyone sends.',
  order_status: 'This is none of Altcraft’s five order statuses and no usual word for one.',
  campaign_status: 'This is no state of Altcraft’s campaigns and no usual word for one.',
  value_map_rest:
    'There are too many unknown values to ask for each, so one answer holds for all. Values that need another one can be decided one by one.',
  value_map_rest_owners:
    'There are too many unknown owners to ask for each, so one substitute is asked for. Owners that need another one can be decided one by one.',
  value_status_word: 'A known word for this status.',
  value_yes_no: 'A known word for yes or no.',
  value_unknown: 'Nobody has said yet what this value means.',
  option_own: 'An option of the field.',
  option_unknown: 'This value is none of the field’s options.',
  owner_email: 'A user of Pipedrive has this e-mail address.',
  owner_name: 'A user of Pipedrive has this name: {{name}}. Check that it is the same person.',
  owner_near_name:
    'A user of Pipedrive has a name that differs by one letter: {{name}}. Check that it is the same person.',
  owner_deactivated: 'This user is deactivated in Pipedrive and can own nothing. Somebody else has to take over.',
  owner_id: 'This is an id of the old system, which no user of Pipedrive has. Say whose it is.',
  owner_unknown: 'No user of Pipedrive has this e-mail address or name. Whoever connected the app takes over.',
  currency_code: 'A currency code.',
  currency_word: 'A known sign or word for this currency.',
  currencies_unknown: '{{file}}: these are no known currencies, so nothing is assumed.',
  currency_unknown: 'No known currency. Rows with it fail until you say which one it is.',
  country_as_written: 'Kept as it is written.',
  country_same: 'The same country is mostly written “{{form}}”.',
}
