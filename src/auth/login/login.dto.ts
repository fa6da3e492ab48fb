import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { ValidateBy } from 'class-validator';
import { isLocalPath } from '../oidc/login-attempt.js';

const IsLocalPath = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isLocalPath',
      validator: { validate: (value: unknown) => typeof value === 'string' && isLocalPath(value) },
    },
    { message: 'Un chemin qui commence par une seule barre oblique est attendu.' },
  );

export class LoginDto {
  @ApiPropertyOptional({ description: 'The path to go to after login; begins with exactly one slash' })
  @IsOptional()
  @IsLocalPath()
  to?: string;

  @ApiPropertyOptional({
    enum: ['card'],
    description: 'A fresh login, whose CPS card is associated with the person who is logged in already',
  })
  @IsOptional()
  @IsIn(['card'])
  purpose?: 'card';

  @ApiPropertyOptional({ description: 'In demonstration only: the address of the person to log in as' })
  @IsOptional()
  @IsEmail({ allow_underscores: true })
  @MaxLength(254)
  as?: string;

  @ApiPropertyOptional({ description: 'In demonstration, with `as`: the `acr` of the token' })
  @IsOptional()
  @IsString()
  @Matches(/^[\w.:/-]{1,80}$/)
  acr?: string;
}
