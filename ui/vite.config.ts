import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  // Vitest would otherwise take Svelte's server build, which has no DOM.
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  css: {
    preprocessorOptions: { scss: { loadPaths: ['node_modules'], quietDeps: true } },
  },
  build: {
    target: 'safari16.4',
    cssMinify: 'lightningcss' as const,
    modulePreload: { polyfill: false },
    // The content security policy refuses data: addresses.
    assetsInlineLimit: 0,
    // One page that is read from the disk: splitting it gains nothing.
    chunkSizeWarningLimit: 800,
  },
  server: { port: 5173, strictPort: true },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/test/setup.ts'],
    css: false,
    // Room for a busy machine. No test asks how long anything took.
    testTimeout: 60_000,
  },
}));
