/** Statements separated by semicolons; empty ones are skipped. */
void StatementList(List<StatementSpan> statements) :
{
}
{
    [ AddStatement(statements) ]
    ( <SEMICOLON> [ AddStatement(statements) ] )*
    <EOF>
}

void AddStatement(List<StatementSpan> statements) :
{
    final SqlNode statement;
    final Token first;
}
{
    {
        nDynamicParams = 0;
        first = getToken(1);
    }
    statement = Statement() {
        statements.add(new StatementSpan(statement,
            first.beginLine, first.beginColumn, getToken(0).endLine, getToken(0).endColumn));
    }
}

SqlDataTypeSpec DataTypeEof() :
{
    SqlDataTypeSpec type;
    final boolean nullable;
}
{
    type = DataType()
    nullable = NullableOptDefaultTrue()
    <EOF> { return type.withNullable(nullable); }
}

SqlNode Statement() :
{
    final SqlNode statement;
}
{
    (
        statement = CreateStatement()
    |
        statement = AlterStatement()
    |
        statement = DropStatement()
    |
        LOOKAHEAD(1) statement = TruncateStatement()
    |
        LOOKAHEAD(1) statement = ShowStatement()
    |
        LOOKAHEAD(1) statement = DescribeStatement()
    |
        statement = ExplainStatement()
    |
        statement = SetStatement()
    |
        LOOKAHEAD(1) statement = ResetStatement()
    |
        LOOKAHEAD(1) statement = UseStatement()
    |
        LOOKAHEAD(1) statement = JobStatement()
    |
        LOOKAHEAD(1) statement = BeginStatement()
    |
        LOOKAHEAD(1) statement = EndOfTransaction()
    |
        LOOKAHEAD(1) statement = ExecuteStatement()
    |
        LOOKAHEAD(2) statement = StatementSet()
    |
        LOOKAHEAD(1) statement = OtherStatement()
    |
        statement = SqlProcedureCall()
    |
        statement = ChangeOrQuery()
    )
    { return statement; }
}

/** A statement that writes or reads tables. */
SqlNode ChangeOrQuery() :
{
    final SqlNode statement;
}
{
    (
        statement = InsertStatement()
    |
        statement = UpdateStatement()
    |
        statement = DeleteStatement()
    |
        statement = SqlMerge()
    |
        LOOKAHEAD( <SELECT> | <WITH> | <VALUES> | <TABLE> | <LPAREN> )
        statement = FollowedQuery()
    )
    { return statement; }
}

/** A query, optionally followed by EMIT CHANGES [AS OF EPOCH n | SINCE EPOCH n] [LIMIT n] or AS OF EPOCH n. */
SqlNode FollowedQuery() :
{
    SqlNode query;
    SqlLiteral epoch = null;
    SqlLiteral limit = null;
    EmitChanges.Start start = EmitChanges.Start.NOW;
}
{
    query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    [
        <EMIT> <CHANGES>
        [
            <AS> <OF> <EPOCH> epoch = UnsignedNumericLiteral() { start = EmitChanges.Start.AS_OF; }
        |
            <SINCE> <EPOCH> epoch = UnsignedNumericLiteral() { start = EmitChanges.Start.SINCE; }
        ]
        [ <LIMIT> limit = UnsignedNumericLiteral() ]
        { query = new EmitChanges(query.getParserPosition().plus(getPos()), query, start, epoch, limit); }
    |
        <AS> <OF> <EPOCH> epoch = UnsignedNumericLiteral()
        { query = new AsOfEpoch(query.getParserPosition().plus(getPos()), query, epoch); }
    ]
    { return query; }
}

/** x::type */
void InfixCast(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlDataTypeSpec type;
}
{
    <INFIX_CAST> {
        checkNonQueryExpression(exprContext);
        s.clear().add(this);
    }
    type = DataType() {
        list.add(new SqlParserUtil.ToTreeListItem(ExtraOperators.CAST, s.pos()));
        list.add(type);
    }
}

/** Operators that become calls of a function: |, #, &gt;&gt;, AT TIME ZONE and AT LOCAL. */
void ExtraBinaryOperator(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlOperator operator;
}
{
    (
        <VERTICAL_BAR> { operator = ExtraOperators.BIT_OR; }
    |
        <NUMBER_SIGN> { operator = ExtraOperators.BIT_XOR; }
    |
        LOOKAHEAD(2)
        <AT> <TIME> <ZONE> { operator = ExtraOperators.AT_TIME_ZONE; }
    |
        <AT> <LOCAL> {
            checkNonQueryExpression(exprContext);
            list.add(new SqlParserUtil.ToTreeListItem(ExtraOperators.AT_LOCAL, getPos()));
            return;
        }
    )
    {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(operator, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

String StringText() :
{
}
{
    <QUOTED_STRING> { return SqlParserUtil.parseString(token.image); }
}

SqlLiteral StringValue() :
{
}
{
    <QUOTED_STRING> {
        return SqlLiteral.createCharString(SqlParserUtil.parseString(token.image), getPos());
    }
}

SqlLiteral CommentOpt() :
{
    SqlLiteral comment = null;
}
{
    [ <COMMENT> comment = StringValue() ]
    { return comment; }
}

boolean IfNotExistsOpt() :
{
}
{
    LOOKAHEAD(2)
    <IF> <NOT> <EXISTS> { return true; }
|
    { return false; }
}

boolean IfExistsOpt() :
{
}
{
    LOOKAHEAD(2)
    <IF> <EXISTS> { return true; }
|
    { return false; }
}

/** ('key' = 'value', ...) */
SqlNodeList Options() :
{
    final List<SqlNode> options = new ArrayList<SqlNode>();
    final Span s;
}
{
    <LPAREN> { s = span(); }
    (
        LOOKAHEAD({ getToken(1).kind == RPAREN }) { }
    |
        AddOption(options)
        ( <COMMA> AddOption(options) )*
    )
    <RPAREN> { return new SqlNodeList(options, s.end(this)); }
}

void AddOption(List<SqlNode> options) :
{
    final SqlLiteral key;
    final SqlLiteral value;
}
{
    key = OptionKey()
    <EQ>
    value = OptionValue()
    { options.add(new TableOption(Span.of(key, value).pos(), key, value)); }
}

/** 'key' or a bare key such as table.local-time-zone, reserved words included. */
SqlLiteral OptionKey() :
{
    final SqlLiteral key;
}
{
    (
        key = StringValue()
    |
        LOOKAHEAD({ BareWords.mayStartKey(getToken(1)) }) { key = bareText(); }
    )
    { return key; }
}

/** 'value' or a bare value such as true, 5 or 10s; always given back as a string. */
SqlLiteral OptionValue() :
{
    final SqlLiteral value;
}
{
    (
        value = StringValue()
    |
        LOOKAHEAD({ BareWords.mayStart(getToken(1)) }) { value = bareText(); }
    )
    { return value; }
}

/** Tokens without space between them, up to a comma, semicolon, equals sign or parenthesis. */
JAVACODE SqlLiteral bareText() {
    final Span s = Span.of();
    final StringBuilder text = new StringBuilder();
    do {
        text.append(getNextToken().image);
        s.add(getPos());
    } while (BareWords.continues(getToken(0), getToken(1)));
    return SqlLiteral.createCharString(text.toString(), s.pos());
}

/** ('key', ...) */
SqlNodeList OptionKeys() :
{
    final List<SqlNode> keys = new ArrayList<SqlNode>();
    SqlLiteral key;
    final Span s;
}
{
    <LPAREN> { s = span(); }
    (
        LOOKAHEAD({ getToken(1).kind == RPAREN }) { }
    |
        key = OptionKey() { keys.add(key); }
        ( <COMMA> key = OptionKey() { keys.add(key); } )*
    )
    <RPAREN> { return new SqlNodeList(keys, s.end(this)); }
}

SqlNodeList WithOptionsOpt() :
{
    SqlNodeList options = SqlNodeList.EMPTY;
}
{
    [ <WITH> options = Options() ]
    { return options; }
}

/** Recognised by its first words, kept as it was written. */
SqlNode OtherStatement() :
{
    final UnsupportedStatement.Kind kind;
    final Span s;
}
{
    (
        <GRANT> { s = span(); kind = UnsupportedStatement.Kind.GRANT; }
    |
        <REVOKE> { s = span(); kind = UnsupportedStatement.Kind.REVOKE; }
    |
        <ANALYZE> { s = span(); kind = UnsupportedStatement.Kind.ANALYZE; }
    |
        <LOAD> { s = span(); } <MODULE> { kind = UnsupportedStatement.Kind.LOAD_MODULE; }
    |
        <UNLOAD> { s = span(); } <MODULE> { kind = UnsupportedStatement.Kind.UNLOAD_MODULE; }
    |
        <ADD> { s = span(); } <JAR> { kind = UnsupportedStatement.Kind.ADD_JAR; }
    |
        <REMOVE> { s = span(); } <JAR> { kind = UnsupportedStatement.Kind.REMOVE_JAR; }
    )
    { return restOf(kind, s); }
}

/** Takes all tokens up to the end of the statement. */
JAVACODE SqlNode restOf(UnsupportedStatement.Kind kind, Span s) {
    final List<String> words = new ArrayList<String>();
    while (getToken(1).kind != SEMICOLON && getToken(1).kind != EOF) {
        words.add(getNextToken().image);
    }
    return new UnsupportedStatement(s.end(this), kind, words);
}

/** &gt;&gt; is two tokens, or nested types could not end. */
void RightShift(List<Object> list, ExprContext exprContext, Span s) :
{
}
{
    <GT> <GT> {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(ExtraOperators.RIGHT_SHIFT, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}
