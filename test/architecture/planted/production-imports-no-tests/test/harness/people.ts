export const people = ['claire.pradel@medimail.test'];
