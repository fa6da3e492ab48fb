/** The texts of the form « finaliser votre inscription » and of the profile (A3, S2, S3): characters, at most. */
export const identityFormTexts = {
  own: { lastName: 255, firstName: 255, phone1: 40, phone2: 40 },
  activity: { idType: 10, idNumber: 20, companyName: 255, title: 80, profession: 255, speciality: 255 },
  location: { address: 500, postalCode: 10, city: 255, department: 255, region: 255 },
  organisation: { responsible: 255, description: 2_000 },
} as const;

/** Those that may have several lines. */
export const identityFormParagraphs: readonly string[] = ['location.address', 'organisation.description'];
