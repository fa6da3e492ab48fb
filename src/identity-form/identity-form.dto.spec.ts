import { plainToInstance } from 'class-transformer';
import 'reflect-metadata';
import { Value } from '@sinclair/typebox/value';
import { expect, it } from 'vitest';
import { IdentityForm } from '../contracts/events/identity-form.js';
import { IdentityFormDto, identityFormOf } from './identity-form.dto.js';

it('keeps what was filled in, and nothing of what was sent as null (A3)', () => {
  const sent = {
    lastName: 'Nouveau',
    firstName: 'Paul',
    phone1: null,
    activity: { profession: 'Médecin', speciality: null },
  };
  const form = identityFormOf(plainToInstance(IdentityFormDto, sent));
  expect(form).toEqual({ lastName: 'Nouveau', firstName: 'Paul', activity: { profession: 'Médecin' } });
  expect(Value.Check(IdentityForm, form)).toBe(true);
});
