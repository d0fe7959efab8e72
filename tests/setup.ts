/** Before each test file: files share a worker, and its project service would keep what another file last wrote in the place of a fixture. */
import { clearCaches } from '@typescript-eslint/parser';

clearCaches();
