import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import { type IdentityForm } from '../contracts/events/identity-form.js';
import { identifierTypes } from '../contracts/identifiers/identifier.js';
import { identityFormTexts } from '../contracts/identifiers/identity-form-texts.js';

/*
 * The kinds of the form's fields alone are checked here. What is missing, too long or does not fit is the rules' to
 * tell, everything at once.
 */

const decorateWith =
  (...decorators: PropertyDecorator[]): PropertyDecorator =>
  (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };

const Mandatory = (maxLength: number): PropertyDecorator =>
  decorateWith(ApiProperty({ type: String, maxLength }), IsString());
const Text = (maxLength: number): PropertyDecorator =>
  decorateWith(ApiPropertyOptional({ maxLength }), IsOptional(), IsString());
const Choice = (): PropertyDecorator => decorateWith(ApiPropertyOptional(), IsOptional(), IsBoolean());
const Part = (type: new () => object): PropertyDecorator =>
  decorateWith(
    ApiPropertyOptional({ type: () => type }),
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Type(() => type),
  );

const { own, activity, location, organisation } = identityFormTexts;

export class ActivityDto {
  @ApiPropertyOptional({ enum: identifierTypes })
  @IsOptional()
  @IsString()
  idType?: string;

  @Text(activity.idNumber) idNumber?: string;
  @Text(activity.companyName) companyName?: string;
  @Text(activity.title) title?: string;
  @Text(activity.profession) profession?: string;
  @Text(activity.speciality) speciality?: string;
  @Choice() diplomaAttested?: boolean;
}

export class LocationDto {
  @Text(location.address) address?: string;
  @Text(location.postalCode) postalCode?: string;
  @Text(location.city) city?: string;
  @Text(location.department) department?: string;
  @Text(location.region) region?: string;
}

export class OrganisationDto {
  @Text(organisation.responsible) responsible?: string;
  @Text(organisation.description) description?: string;
}

/** The form « finaliser votre inscription » (A3) and « Vos informations personnelles » (S2, S3). */
export class IdentityFormDto {
  @Mandatory(own.lastName) lastName = '';
  @ApiPropertyOptional({
    type: String,
    maxLength: own.firstName,
    description: 'A person has one; an organisation may leave it out.',
  })
  @IsOptional()
  @IsString()
  firstName = '';

  @Text(own.phone1) phone1?: string;
  @Text(own.phone2) phone2?: string;
  @Choice() redList?: boolean;
  @Choice() dematerialise?: boolean;
  @Part(ActivityDto) activity?: ActivityDto;
  @Part(LocationDto) location?: LocationDto;
  @Part(OrganisationDto) organisation?: OrganisationDto;
}

/** The form as it is kept: a field that was sent as null was left empty. */
export function identityFormOf(dto: IdentityFormDto): IdentityForm {
  const sent = JSON.parse(
    JSON.stringify(dto, (_name, value: unknown) => value ?? undefined),
  ) as Partial<IdentityForm>;
  return { lastName: '', firstName: '', ...sent };
}
