import { vi } from 'vitest';

export const seal = vi.fn();
