/** The fields every company has, by entity: code, caption, type. Options ids of built-in fields are numbers of their own. */
import type { FieldEntity } from './stored.ts'

export interface BuiltinField {
  code: string
  name: string
  type: string
  options?: string[]
  /** Exists only while this company option is on. */
  needs?: 'contactSync' | 'organizationWebsite'
}

const common: BuiltinField[] = [
  { code: 'owner_id', name: 'Owner', type: 'user' },
  { code: 'add_time', name: 'Created', type: 'date' },
  { code: 'update_time', name: 'Updated', type: 'date' },
  { code: 'visible_to', name: 'Visible to', type: 'visible_to' },
]
const labels = (...options: string[]): BuiltinField => ({ code: 'label_ids', name: 'Labels', type: 'set', options })

export const builtinFields: Record<FieldEntity, BuiltinField[]> = {
  person: [
    { code: 'name', name: 'Name', type: 'varchar' },
    { code: 'emails', name: 'Email', type: 'varchar' },
    { code: 'phones', name: 'Phone', type: 'phone' },
    { code: 'org_id', name: 'Organization', type: 'org' },
    labels('Customer', 'Hot lead', 'Warm lead', 'Cold lead'),
    { code: 'birthday', name: 'Birthday', type: 'date', needs: 'contactSync' },
    { code: 'job_title', name: 'Job title', type: 'varchar', needs: 'contactSync' },
    { code: 'postal_address', name: 'Postal address', type: 'address', needs: 'contactSync' },
    { code: 'notes', name: 'Notes', type: 'text', needs: 'contactSync' },
    { code: 'im', name: 'Instant messenger', type: 'varchar', needs: 'contactSync' },
    ...common,
  ],
  organization: [
    { code: 'name', name: 'Name', type: 'varchar' },
    { code: 'address', name: 'Address', type: 'address' },
    labels('Customer', 'Hot lead', 'Warm lead', 'Cold lead'),
    { code: 'website', name: 'Website', type: 'varchar', needs: 'organizationWebsite' },
    { code: 'linkedin', name: 'LinkedIn profile', type: 'varchar' },
    {
      code: 'industry',
      name: 'Industry',
      type: 'enum',
      options: ['Retail', 'IT services', 'Manufacturing', 'Finance'],
    },
    { code: 'annual_revenue', name: 'Annual revenue', type: 'int' },
    { code: 'employee_count', name: 'Number of employees', type: 'int' },
    ...common,
  ],
  deal: [
    { code: 'title', name: 'Title', type: 'varchar' },
    { code: 'value', name: 'Value', type: 'monetary' },
    { code: 'person_id', name: 'Contact person', type: 'people' },
    { code: 'org_id', name: 'Organization', type: 'org' },
    { code: 'pipeline_id', name: 'Pipeline', type: 'int' },
    { code: 'stage_id', name: 'Stage', type: 'stage' },
    { code: 'status', name: 'Status', type: 'status' },
    { code: 'expected_close_date', name: 'Expected close date', type: 'date' },
    { code: 'probability', name: 'Probability', type: 'int' },
    { code: 'lost_reason', name: 'Lost reason', type: 'varchar_options' },
    { code: 'won_time', name: 'Won time', type: 'date' },
    { code: 'lost_time', name: 'Lost time', type: 'date' },
    { code: 'close_time', name: 'Deal closed on', type: 'date' },
    labels('Hot', 'Warm', 'Cold'),
    ...common,
  ],
  product: [
    { code: 'name', name: 'Name', type: 'varchar' },
    { code: 'code', name: 'Product code', type: 'varchar' },
    { code: 'description', name: 'Description', type: 'text' },
    { code: 'category', name: 'Category', type: 'enum', options: ['Goods', 'Services'] },
    { code: 'unit', name: 'Unit', type: 'varchar' },
    { code: 'tax', name: 'Tax', type: 'double' },
    { code: 'prices', name: 'Unit prices', type: 'price_list' },
    { code: 'is_linkable', name: 'Active', type: 'boolean' },
    ...common,
  ],
}
