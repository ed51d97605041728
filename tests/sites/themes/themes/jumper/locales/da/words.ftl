greeting = goddag fra trøjen
farewell = { $count ->
    [one] Farvel { $name }
   *[other] Farvel { $name } og { $count } til
}
