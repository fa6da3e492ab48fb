/** What a refused field is told, by the name of class-validator's constraint. */
const MESSAGES: Readonly<Record<string, string>> = {
  isString: 'Un texte est attendu.',
  isNotEmpty: 'Ce champ est obligatoire.',
  isDefined: 'Ce champ est obligatoire.',
  isBoolean: 'Une réponse par oui ou par non est attendue.',
  isInt: 'Un nombre entier est attendu.',
  isNumber: 'Un nombre est attendu.',
  isArray: 'Une liste est attendue.',
  isObject: 'Un objet est attendu.',
  isIn: 'Cette valeur n’est pas permise.',
  isEnum: 'Cette valeur n’est pas permise.',
  isEmail: 'Une adresse mail est attendue.',
  isIso8601: 'Une date est attendue.',
  min: 'Ce nombre est trop petit.',
  max: 'Ce nombre est trop grand.',
  minLength: 'Ce texte est trop court.',
  maxLength: 'Ce texte est trop long.',
  isLength: 'La longueur de ce texte n’est pas permise.',
  matches: 'La forme de cette valeur n’est pas permise.',
  arrayMinSize: 'Cette liste est trop courte.',
  arrayMaxSize: 'Cette liste est trop longue.',
  arrayUnique: 'Cette liste contient deux fois la même valeur.',
  whitelistValidation: 'Ce champ n’est pas connu.',
  nestedValidation: 'Un objet est attendu.',
};

const ENGLISH = /\b(?:must|should|each value|property)\b/;

/** The French sentence of a constraint: the DTO's own message where it has one, else the table's. */
export function frenchMessage(constraint: string, message: string): string {
  if (!ENGLISH.test(message)) return message;
  return MESSAGES[constraint] ?? 'Cette valeur n’est pas permise.';
}

/** `isNotEmpty` → `not-empty`: the stable code of a constraint. */
export function codeOfConstraint(constraint: string): string {
  return constraint
    .replace(/^is(?=[A-Z])/, '')
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase();
}
