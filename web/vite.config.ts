import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // The page's policy is `default-src 'self'`: nothing inline, no data: URL.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
