import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { OPAQUE_ID } from '../../platform/http/opaque-id.pipe.js';
import { MOST_CHARACTERS } from '../search/parse-search.js';
import { messageSorts, type MessageSort } from './message-sort.js';
import { PageDto } from './page.dto.js';

export class ListMessagesDto extends PageDto {
  @ApiPropertyOptional({ description: 'Id of a folder; all folders when absent.' })
  @IsOptional()
  @Matches(OPAQUE_ID)
  folder?: string;

  @ApiPropertyOptional({ enum: messageSorts, default: '-date' })
  @IsOptional()
  @IsIn(messageSorts)
  sort: MessageSort = '-date';

  @ApiPropertyOptional({
    maxLength: MOST_CHARACTERS,
    description:
      'Words, all of them, ten at most, each the beginning of a word of the subject, the sender or a recipient (name, ' +
      'first name, address), accents and case aside; dates of sending as people write them, in days of Paris: ' +
      '`16/09/2020`, `16 septembre 2020`, `sept. 2020`, `2020`, `hier`, `du 01/09/2020 au 15/09/2020`, `depuis le …`, ' +
      '`avant le …`. The body is not searched. Blank: no search.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MOST_CHARACTERS)
  search?: string;
}
