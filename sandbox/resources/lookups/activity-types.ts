const names = ['call', 'meeting', 'task', 'deadline', 'email', 'lunch'] as const

/** In the shape of the wire. */
export const activityTypes = names.map((key, index) => ({
  id: index + 1,
  order_nr: index + 1,
  name: `${key.charAt(0).toUpperCase()}${key.slice(1)}`,
  key_string: key,
  icon_key: key,
  active_flag: true,
  color: 'FFFFFF',
  is_custom_flag: false,
  add_time: '2024-01-01 08:00:00',
  update_time: '2024-01-01 08:00:00',
}))
