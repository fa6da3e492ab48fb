import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { identifierTypes } from '../../contracts/identifiers/identifier.js';

const decorateWith =
  (...decorators: PropertyDecorator[]): PropertyDecorator =>
  (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };

const Text = (max: number): PropertyDecorator =>
  decorateWith(ApiPropertyOptional({ maxLength: max }), IsOptional(), IsString(), MaxLength(max));
const Choice = (): PropertyDecorator => decorateWith(ApiPropertyOptional(), IsOptional(), IsBoolean());
const Part = (type: new () => object): PropertyDecorator =>
  decorateWith(
    ApiPropertyOptional({ type: () => type }),
    IsOptional(),
    ValidateNested(),
    Type(() => type),
  );
/** Mandatory by the decider, which tells everything that is missing or wrong at once. */
const Mandatory = (max: number): PropertyDecorator =>
  decorateWith(ApiProperty({ maxLength: max }), IsString(), MaxLength(max));

class ProfileActivityDto {
  @ApiPropertyOptional({ enum: identifierTypes })
  @IsOptional()
  @IsString()
  @MaxLength(10)
  idType?: string;

  @Text(20) idNumber?: string;
  @Text(255) companyName?: string;
  @Text(80) title?: string;
  @Text(255) profession?: string;
  @Text(255) speciality?: string;
  @Choice() diplomaAttested?: boolean;
}

class ProfileLocationDto {
  @Text(500) address?: string;
  @Text(10) postalCode?: string;
  @Text(255) city?: string;
  @Text(255) department?: string;
  @Text(255) region?: string;
}

class ProfileOrganisationDto {
  @Text(255) responsible?: string;
  @Text(2_000) description?: string;
}

/** « Vos informations personnelles » (S2, S3). */
export class ProfileDto {
  @Mandatory(255) lastName = '';
  @Mandatory(255) firstName = '';
  @Text(40) phone1?: string;
  @Text(40) phone2?: string;
  @Choice() redList?: boolean;
  @Choice() dematerialise?: boolean;
  @Part(ProfileActivityDto) activity?: ProfileActivityDto;
  @Part(ProfileLocationDto) location?: ProfileLocationDto;
  @Part(ProfileOrganisationDto) organisation?: ProfileOrganisationDto;
}
