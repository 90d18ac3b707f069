import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * Two entry pages and their shared assets. The base is relative, so `dist` is served as it is: `/settings/`, `/panel/`,
 * `/assets/`. `npm run build` writes `dist`.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    outDir: resolve(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    rolldownOptions: {
      input: {
        settings: resolve(import.meta.dirname, 'settings/index.html'),
        panel: resolve(import.meta.dirname, 'panel/index.html'),
      },
    },
  },
})
