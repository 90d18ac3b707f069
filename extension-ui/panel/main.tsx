import { start } from '../src/ui/start.tsx'
import { RecordPanel } from './record-panel.tsx'

start(<RecordPanel />)
