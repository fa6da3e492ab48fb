import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  identifierProblem,
  identifierTypes,
  isIdentifierType,
} from '../../contracts/identifiers/identifier.js';
import {
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  MaxLength,
  ValidateBy,
  ValidateNested,
  type ValidationArguments,
} from 'class-validator';

export class AcceptTermsDto {
  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  version!: string;
}

const OptionalText =
  (max: number): PropertyDecorator =>
  (target, property) => {
    for (const decorate of [ApiPropertyOptional(), IsOptional(), IsString(), MaxLength(max)])
      decorate(target, property);
  };

const OptionalChoice = (): PropertyDecorator => (target, property) => {
  for (const decorate of [ApiPropertyOptional(), IsOptional(), IsBoolean()]) decorate(target, property);
};

/** Here too, beside the rule of the domain: so every error of the form is told at once. */
const FitsItsType = (): PropertyDecorator =>
  ValidateBy({
    name: 'identifier',
    validator: {
      validate: (_value, told) => problemOfNumber(told) === null,
      defaultMessage: (told) => problemOfNumber(told) ?? '',
    },
  });

function problemOfNumber(told: ValidationArguments | undefined): string | null {
  const { idType, idNumber } = told?.object as ActivityDto;
  const known = typeof idType === 'string' && isIdentifierType(idType) && typeof idNumber === 'string';
  return known && idNumber !== '' ? identifierProblem(idType, idNumber) : null;
}

export class ActivityDto {
  @ApiPropertyOptional({ enum: identifierTypes })
  @IsOptional()
  @IsIn(identifierTypes)
  idType?: string;

  @OptionalText(20) @FitsItsType() idNumber?: string;
  @OptionalText(255) companyName?: string;
  @OptionalText(80) title?: string;
  @OptionalText(255) profession?: string;
  @OptionalText(255) speciality?: string;
  @OptionalChoice() diplomaAttested?: boolean;
}

export class LocationDto {
  @OptionalText(500) address?: string;
  @OptionalText(10) postalCode?: string;
  @OptionalText(255) city?: string;
  @OptionalText(255) department?: string;
  @OptionalText(255) region?: string;
}

export class OrganisationDto {
  @OptionalText(255) responsible?: string;
  @OptionalText(2_000) description?: string;
}

/** The form « finaliser votre inscription »; the two names are mandatory. */
export class IdentityDto {
  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  @MaxLength(255)
  lastName!: string;

  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  @MaxLength(255)
  firstName!: string;

  @OptionalText(40) phone1?: string;
  @OptionalText(40) phone2?: string;
  @OptionalChoice() redList?: boolean;
  @OptionalChoice() dematerialise?: boolean;

  @ApiPropertyOptional({ type: ActivityDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => ActivityDto)
  activity?: ActivityDto;

  @ApiPropertyOptional({ type: LocationDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => LocationDto)
  location?: LocationDto;

  @ApiPropertyOptional({ type: OrganisationDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => OrganisationDto)
  organisation?: OrganisationDto;
}
