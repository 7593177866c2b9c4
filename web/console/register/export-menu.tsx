/** Taking along what the filters show. Each form says what it is for; that it was taken is recorded. */
import { useMutation } from '@tanstack/react-query';
import { EXPORT_FORMATS, type ExportFormat, type RegisterSearch } from '../../../src/model/api/register.ts';
import { useApi } from '../api/context.tsx';
import { saveFile } from '../api/download.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { useToast } from '../ui/toast.tsx';

/** What people open first, then what other programs read. */
const ORDER: readonly ExportFormat[] = ['xlsx', ...EXPORT_FORMATS.filter((format) => format !== 'xlsx')];

export function ExportMenu({
  search,
  disabled,
  onFailed,
}: {
  readonly search: RegisterSearch;
  readonly disabled: boolean;
  /** Called with null when another try begins. */
  readonly onFailed: (error: Error | null) => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const toast = useToast();
  const taking = useMutation({
    mutationFn: (format: ExportFormat) => api.register.export(format, search),
    onSuccess: (file) => {
      saveFile(file);
      toast(t('register.exported', { name: file.name }));
    },
    onMutate: () => onFailed(null),
    onError: (error) => onFailed(error),
  });
  return (
    <Menu
      trigger={
        <Button kind="primary" icon="out" busy={taking.isPending} disabled={disabled}>
          {t('register.export')}
        </Button>
      }
    >
      {ORDER.map((format) => (
        <MenuItem key={format} hint={t(`register.format_hint.${format}`)} onSelect={() => taking.mutate(format)}>
          {t(`register.format.${format}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}
