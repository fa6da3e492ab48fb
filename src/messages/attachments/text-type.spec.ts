import { expect, it } from 'vitest';
import { textType } from './text-type.js';

it.each([
  ['<!DOCTYPE html><title>x</title>', 'text/html'],
  ['\ufeff \n\t<HTML lang=fr>', 'text/html'],
  ['<script>alert(1)</script>', 'text/html'],
  ['<!-- x --><p>', 'text/html'],
  ['<img src=x onerror=alert(1)>', 'text/html'],
  ['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'image/svg+xml'],
  ['<?xml version="1.0"?><!DOCTYPE svg><svg>', 'image/svg+xml'],
  ['<?xml version="1.0"?><ClinicalDocument/>', 'application/xml'],
  ['<x:a xmlns:x="http://www.w3.org/1999/xhtml"><x:script/></x:a>', 'application/xml'],
  ['<ClinicalDocument xmlns="urn:hl7-org:v3">', 'application/xml'],
  ['Bonjour <b>', 'text/plain'],
  ['< 5 mmol/l', 'text/plain'],
  ['<5 et >3', 'text/plain'],
  ['alert(1)', 'text/plain'],
])('%j is %s', (text, type) => {
  expect(textType(Buffer.from(text))).toBe(type);
});
