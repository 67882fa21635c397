// The site of the guides: VitePress with the search that it brings, nothing loaded from elsewhere.
import { readFileSync } from 'node:fs';

const nav = JSON.parse(readFileSync(new URL('./nav.json', import.meta.url), 'utf8'));

export default {
  title: 'ChemXor for Java',
  description: 'Predictions on molecules that nobody else gets to see',
  lang: 'en',
  base: process.env.SITE_BASE ?? '/',
  cleanUrls: false,
  // A link that leads nowhere ends the build; Javadoc is put beside the pages afterwards.
  ignoreDeadLinks: [/\/api\//],
  markdown: {
    // Text of ours has angle brackets and braces that are no HTML and no Vue.
    html: false,
    // As GitHub makes them, so that a link is right in both places.
    anchor: {
      slugify: (title) => title.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-'),
    },
    config: (md) => {
      md.renderer.rules.text = ((rule) => (tokens, i, ...rest) =>
        (rule ? rule(tokens, i, ...rest) : md.utils.escapeHtml(tokens[i].content))
          .replace(/\{\{/g, '&#123;&#123;').replace(/\}\}/g, '&#125;&#125;'))(md.renderer.rules.text);
    },
  },
  themeConfig: {
    nav: [
      { text: 'Guides', link: '/docs/' },
      { text: 'Examples', link: '/examples/' },
      { text: 'Javadoc', link: '/api/', target: '_self' },
    ],
    sidebar: nav,
    outline: [2, 3],
    search: { provider: 'local' },
    docFooter: { prev: 'Before', next: 'Next' },
  },
  vite: { logLevel: 'warn' },
};
