import { start } from '../src/ui/start.tsx'
import { SettingsPage } from './settings-page.tsx'

start(<SettingsPage />)
