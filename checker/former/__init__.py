"""Earlier published programs, kept so that what they judged and rendered can be had from them again."""
