import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { ApiProvider, createApi } from './api/context.tsx';
import { isWorthRetrying } from './api/errors.ts';
import { TranslationProvider } from './i18n/translate.tsx';
import { createConsoleRouter } from './routes.tsx';
import { startTheme } from './shell/theme.ts';
import './styles/app.css';
import { ToastProvider } from './ui/toast.tsx';

startTheme();

const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 10_000, retry: (count, error) => count < 2 && isWorthRetrying(error) },
    // An act is never repeated by itself: the person decides.
    mutations: { retry: false },
  },
});
const api = createApi(queries, (input, init) => fetch(input, init));
const router = createConsoleRouter({ api, queries });
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');

createRoot(root).render(
  <QueryClientProvider client={queries}>
    <ApiProvider api={api}>
      <TranslationProvider>
        <ToastProvider>
          <RouterProvider router={router} />
        </ToastProvider>
      </TranslationProvider>
    </ApiProvider>
  </QueryClientProvider>,
);
