import { describe, expect, it } from 'vitest';
import { fontConfiguration } from './office-fonts.ts';

describe('fonts for LibreOffice', () => {
  it('stand in for what Office programs name', () => {
    const configuration = fontConfiguration('/job/cache');
    expect(configuration).toContain('<family>新細明體</family><accept><family>Noto Sans HK</family>');
    expect(configuration).toContain('<family>SimSun</family><accept><family>Noto Sans SC</family>');
    expect(configuration.match(/<dir>/g)?.length).toBeGreaterThanOrEqual(6);
  });
});
