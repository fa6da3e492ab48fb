import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { type CorrespondenceKind, type CorrespondenceState } from '../../contracts/events/mailbox.events.js';
import { type AskedCorrespondence } from '../../accounts/set-correspondence/set-correspondence.command.js';

class CorrespondenceDto {
  @ApiProperty({ enum: ['mssante', 'apicrypt'] })
  @IsIn(['mssante', 'apicrypt'])
  kind!: CorrespondenceKind;

  @ApiProperty({ maxLength: 254 })
  @IsString()
  @MaxLength(254)
  address!: string;

  @ApiPropertyOptional({ enum: ['active', 'pending', 'suspended'] })
  @IsOptional()
  @IsIn(['active', 'pending', 'suspended'])
  state?: CorrespondenceState;

  @ApiPropertyOptional({ format: 'date', description: 'A day in Paris.' })
  @IsOptional()
  @Length(10, 10)
  @IsISO8601({ strict: true })
  since?: string;

  @ApiPropertyOptional({ maxLength: 2_000 })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  details?: string;
}

/** « Votre correspondance MSSanté », « Apicrypt » (S8, S9), as administrators say them. */
export class CorrespondencesDto {
  @ApiProperty({ type: [CorrespondenceDto] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(2)
  @ArrayUnique(({ kind }: CorrespondenceDto) => kind)
  @ValidateNested({ each: true })
  @Type(() => CorrespondenceDto)
  correspondences!: CorrespondenceDto[];
}

export const correspondencesOf = ({ correspondences }: CorrespondencesDto): AskedCorrespondence[] =>
  correspondences.map(asked);

function asked({ kind, address, state, since, details }: CorrespondenceDto): AskedCorrespondence {
  return {
    kind,
    address,
    ...(state !== undefined && { state }),
    ...(since !== undefined && { since }),
    ...(details !== undefined && { details }),
  };
}
