import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';

/** Terms of use to be published (A2). */
export class TermsDto {
  @ApiProperty({ minLength: 1, maxLength: 40 })
  @Matches(/^[\w.-]{1,40}$/)
  version!: string;

  @ApiProperty({ minLength: 1, maxLength: 255 })
  @IsString()
  @Length(1, 255)
  title!: string;

  @ApiProperty({ minLength: 1, maxLength: 200_000 })
  @IsString()
  @Length(1, 200_000)
  html!: string;
}
