SqlTypeNameSpec TypeName() :
{
    final Span s = Span.of();
    final SqlTypeNameSpec spec;
    final SqlTypeNameSpec key;
    SqlDataTypeSpec first;
    SqlDataTypeSpec second;
    final SqlIntervalQualifier qualifier;
}
{
    (
        <ARRAY> { s.add(this); } <LT> first = ElementType() <GT>
        { spec = new CollectionTypeSpec(SqlTypeName.ARRAY, first, s.end(this)); }
    |
        <MULTISET> { s.add(this); } <LT> first = ElementType() <GT>
        { spec = new CollectionTypeSpec(SqlTypeName.MULTISET, first, s.end(this)); }
    |
        LOOKAHEAD( <MAP> <LT> )
        <MAP> { s.add(this); } <LT> first = ElementType() <COMMA> second = ElementType() <GT>
        { spec = new MapTypeSpec(first, second, s.end(this)); }
    |
        spec = RowType()
    |
        <INTERVAL> { s.add(this); } qualifier = IntervalQualifier()
        { spec = new IntervalTypeSpec(qualifier, s.end(this)); }
    |
        spec = BasicType()
    )
    { return spec; }
}

/** A type inside another one: nullable unless it says NOT NULL. */
SqlDataTypeSpec ElementType() :
{
    final SqlDataTypeSpec type;
    final boolean nullable;
}
{
    type = DataType()
    nullable = NullableOptDefaultTrue()
    { return type.withNullable(nullable); }
}

SqlTypeNameSpec RowType() :
{
    final Span s;
    final List<RowTypeSpec.Field> fields = new ArrayList<RowTypeSpec.Field>();
}
{
    <ROW> { s = span(); }
    (
        <NE>
    |
        <LT> AddRowField(fields) ( <COMMA> AddRowField(fields) )* <GT>
    |
        <LPAREN> AddRowField(fields) ( <COMMA> AddRowField(fields) )* <RPAREN>
    )
    { return new RowTypeSpec(fields, s.end(this)); }
}

void AddRowField(List<RowTypeSpec.Field> fields) :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
    SqlLiteral comment = null;
}
{
    name = SimpleIdentifier()
    type = ElementType()
    [ comment = StringValue() ]
    { fields.add(new RowTypeSpec.Field(name, type, comment)); }
}

/** A type that is one name, or few words, with optional length, or precision and scale. */
SqlTypeNameSpec BasicType() :
{
    final Span s = Span.of();
    BasicType type;
    boolean local = false;
    int precision = -1;
    int scale = RelDataType.SCALE_NOT_SPECIFIED;
    final SqlIdentifier name;
}
{
    (
        LOOKAHEAD(1)
        <NULL> { s.add(this); type = BasicType.NULL; }
    |
        ( <CHAR> | <CHARACTER> ) { s.add(this); type = BasicType.CHAR; }
        [ <VARYING> { type = BasicType.VARCHAR; } ]
    |
        <VARCHAR> { s.add(this); type = BasicType.VARCHAR; }
    |
        <BINARY> { s.add(this); type = BasicType.BINARY; }
        [ <VARYING> { type = BasicType.VARBINARY; } ]
    |
        <VARBINARY> { s.add(this); type = BasicType.VARBINARY; }
    |
        ( <DECIMAL> | <DEC> | <NUMERIC> ) { s.add(this); type = BasicType.DECIMAL; }
    |
        <BOOLEAN> { s.add(this); type = BasicType.BOOLEAN; }
    |
        <TINYINT> { s.add(this); type = BasicType.TINYINT; }
    |
        <SMALLINT> { s.add(this); type = BasicType.SMALLINT; }
    |
        ( <INT> | <INTEGER> ) { s.add(this); type = BasicType.INT; }
    |
        <BIGINT> { s.add(this); type = BasicType.BIGINT; }
    |
        ( <FLOAT> | <REAL> ) { s.add(this); type = BasicType.FLOAT; }
    |
        <DOUBLE> { s.add(this); type = BasicType.DOUBLE; } [ <PRECISION> ]
    |
        LOOKAHEAD(1)
        <TIME> { s.add(this); type = BasicType.TIME; }
    |
        LOOKAHEAD(1)
        <TIMESTAMP> { s.add(this); type = BasicType.TIMESTAMP; }
    |
        LOOKAHEAD( <RAW> <LPAREN> )
        <RAW> { s.add(this); } <LPAREN> StringText() [ <COMMA> StringText() ] <RPAREN>
        { throw SyntaxError.unsupported("the type RAW is not supported", "use BYTES", s.end(this)); }
    |
        name = SimpleIdentifier() {
            s.add(this);
            type = TypeNames.resolve(name);
        }
    )
    [
        LOOKAHEAD({ type.allowsPrecision() && getToken(1).kind == LPAREN })
        <LPAREN> precision = UnsignedIntLiteral()
        [ <COMMA> scale = IntLiteral() ]
        <RPAREN>
    ]
    [
        LOOKAHEAD({ getToken(1).kind == WITHOUT && getToken(2).kind == TIME })
        <WITHOUT> <TIME> <ZONE>
    |
        LOOKAHEAD({ getToken(1).kind == WITH && (getToken(2).kind == TIME || getToken(2).kind == LOCAL) })
        <WITH> [ <LOCAL> { local = true; } ] <TIME> <ZONE>
        { type = TypeNames.withTimeZone(type, local, s.end(this)); }
    ]
    { return TypeNames.spec(type, precision, scale, s.end(this)); }
}
